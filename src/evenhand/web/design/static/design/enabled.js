// Before the page is drawn: says that scripts run, so that parts which need them are laid out for them.
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
});
