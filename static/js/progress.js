// Keeps the progress of a mailing up to date, until nothing is on its way any more.
// The part of the page that changes has id "voortgang", and data-going as long as it does.
const PAUSE = 3000;
const refresh = async () => {
  const part = document.getElementById("voortgang");
  if (!part || !("going" in part.dataset)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("voortgang");
    if (fresh && "going" in fresh.dataset) {
      part.querySelector("progress").replaceWith(fresh.querySelector("progress"));
      part.querySelector("[role=status]").textContent = fresh.querySelector("[role=status]").textContent;
    } else if (fresh) {
      part.replaceWith(fresh);
    }
  } catch {
    // No connection for a moment: the next time may be better.
  }
  setTimeout(refresh, PAUSE);
};
setTimeout(refresh, PAUSE);
