// What the sample lacks follows the ticks. Without this script “Check without saving” says the same.
for (const form of document.querySelectorAll("[data-live-sample]")) {
  let asked = 0;
  form.addEventListener("change", async (event) => {
    if (event.target.name !== "chosen") return;
    const number = ++asked;
    const data = new FormData(form);
    data.set("try", "yes");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
      if (!answer.ok || number !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("sample-check");
      if (fresh) document.getElementById("sample-check").innerHTML = fresh.innerHTML;
    } catch {
      // No network: the ticks stay, and saving says what is lacking.
    }
  });
}
