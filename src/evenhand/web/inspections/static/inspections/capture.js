// One key saves, and a form is sent once. On the page for notes only the question of the chosen kind is in sight.
for (const form of document.querySelectorAll("form[data-save-key]")) {
  let sent = false;
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  }, { capture: true });
  // Shown again by the browser after "back", it may be sent again.
  addEventListener("pageshow", () => {
    sent = false;
  });

  const kind = form.querySelector("select[name=kind_id]");
  const asked = [...form.querySelectorAll("[data-kind]")];
  const show = () => {
    for (const one of asked) one.hidden = one.dataset.kind !== kind.value;
  };
  if (kind && asked.length) {
    kind.addEventListener("change", show);
    show();
  }
}
