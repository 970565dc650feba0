// Adds a button to each password field that shows or hides what was typed.
// The words come from the server: data-show and data-hide on the wrapper.
for (const wrapper of document.querySelectorAll("[data-show][data-hide]")) {
  const input = wrapper.querySelector("input[type=password]");
  if (!input) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nl-button nl-button--secondary";
  button.textContent = wrapper.dataset.show;
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? wrapper.dataset.hide : wrapper.dataset.show;
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
  wrapper.append(button);
}
