// A second press on a button within a second is the same press: only the first one is sent.
{
  const PAUSE = 1000;
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (event.timeStamp - (sent.get(form) ?? -PAUSE) < PAUSE) event.preventDefault();
    else sent.set(form, event.timeStamp);
  });
}

// The focus goes to the error summary, so that a screen reader starts there.
document.getElementById("fouten")?.focus();
