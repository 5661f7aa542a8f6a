// Questions that follow from an answer come into sight with it. Without this script all of them stand there, each group
// under the answer that leads to it.
for (const form of document.querySelectorAll("form")) {
  const groups = [...form.querySelectorAll("[data-asked-when]")];
  if (!groups.length) continue;

  const answers = (group) => [...form.querySelectorAll(`[name="${group.dataset.askedWhen}"]:checked`)];
  // What somebody wrote, and what is wrong, is never put out of sight.
  const written = (group) => [...group.querySelectorAll("textarea, input[type=text], input[type=date]")].some((one) => one.value.trim());
  const show = () => {
    for (const group of groups) {
      const values = group.dataset.answers.split(" ");
      // An answer that is out of sight itself leads to nothing; groups stand in the order in which they are asked.
      const asked = answers(group).some((one) => values.includes(one.value) && !one.closest("[data-asked-when][hidden]"));
      group.hidden = !asked && !written(group) && !group.querySelector(".govuk-error-message");
    }
  };
  form.addEventListener("change", show);
  // A page that comes back by "back" gets its answers after this ran.
  addEventListener("pageshow", show);
  show();
}
