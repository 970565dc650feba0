// Moves the focus to the error summary, so that a screen reader starts there.
const summary = document.getElementById("fouten");
if (summary) summary.focus();
