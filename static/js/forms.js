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

{
  // The focus goes to the error summary, so that a screen reader starts there. Who mends the form and then
  // goes back, finds the form again: a browser does not go back to a form that was sent.
  const summary = document.getElementById("fouten");
  if (summary) {
    summary.focus();
    history.replaceState(null, "", location.href);
  }
}
