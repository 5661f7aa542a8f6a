// A box to type into above the criteria: it hides what does not match. Without this script the groups are simply closed.
for (const choose of document.querySelectorAll("[data-choose-criteria]")) {
  const box = choose.querySelector("input[type=search]");
  const found = choose.querySelector("[role=status]");
  const groups = [...choose.querySelectorAll("details")];
  const wasOpen = new Map(groups.map((group) => [group, group.open]));
  choose.querySelector(".app-choose__filter").hidden = false;

  const show = () => {
    const wanted = box.value.trim().toLowerCase();
    let shown = 0;
    for (const group of groups) {
      let inside = 0;
      for (const one of group.querySelectorAll(".app-choose__one")) {
        // What is ticked stays in sight, so that nobody sends what they cannot see.
        const fits = !wanted || one.textContent.toLowerCase().includes(wanted) || one.querySelector("input").checked;
        one.hidden = !fits;
        inside += fits ? 1 : 0;
      }
      group.hidden = inside === 0;
      group.open = wanted ? inside > 0 : wasOpen.get(group);
      shown += inside;
    }
    found.textContent = wanted ? found.dataset.words.replace("{n}", shown) : "";
  };
  box.addEventListener("input", show);
  // Enter in the box must not send a half-written form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
