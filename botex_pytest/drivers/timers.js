// Runs in the page's own world before any of its scripts: oTree's page timer reaches zero and sends nothing. Whoever drives the page
// ends it by oTree's own advance instead, and no answer comes too late.
() => {
  const submit = HTMLFormElement.prototype.submit;  // what oTree calls, by jQuery, when time is up
  HTMLFormElement.prototype.submit = function () {
    const marks = this.querySelectorAll('input[type=hidden][name=timeout_happened]');
    if (!marks.length) return submit.call(this);
    marks.forEach((mark) => mark.remove());  // else an answer given later would count as timed out
  };
}
