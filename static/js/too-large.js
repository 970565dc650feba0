// Says beside a file field that the file is too large, before everything is sent for nothing.
// The server puts the most bytes in data-largest, and the sentence in data-too-large.
for (const input of document.querySelectorAll("input[type=file][data-largest]")) {
  const field = input.closest(".utrecht-form-field");
  const name = `${input.id}-fout`;
  const fits = () => [...input.files].every((file) => file.size <= Number(input.dataset.largest));
  const tell = () => {
    document.getElementById(name)?.remove();
    field.classList.toggle("utrecht-form-field--invalid", !fits());
    input.setAttribute("aria-describedby", fits() ? `${input.id}-uitleg` : `${input.id}-uitleg ${name}`);
    input.setAttribute("aria-invalid", String(!fits()));
    if (fits()) return;
    const message = document.createElement("div");
    message.className = "utrecht-form-field__error-message utrecht-form-field-error-message";
    message.id = name;
    message.setAttribute("role", "alert");
    message.textContent = input.dataset.tooLarge;
    input.closest(".utrecht-form-field__input").before(message);
  };
  input.addEventListener("change", tell);
  input.form?.addEventListener("submit", (event) => {
    if (fits()) return;
    event.preventDefault();
    tell();
    input.focus();
  });
}
