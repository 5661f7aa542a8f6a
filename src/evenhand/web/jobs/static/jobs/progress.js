// Keeps the bar of a job up to date. Without this script the link “Refresh this page” does the same by hand.
const EVERY = 2000; // milliseconds between two looks
const SAY = 10000; // and between two sentences for those who listen

const box = document.querySelector("[data-progress]");
let spoken = Date.now();

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return; // signed out, or gone: the page stays as it is, with its link
    const state = await answer.json();
    if (state.state !== box.dataset.state) {
      location.reload();
      return;
    }
    box.querySelector("progress").value = state.done;
    box.querySelector("[data-progress-words]").textContent = state.words;
    if (Date.now() - spoken > SAY) {
      box.querySelector("[data-progress-said]").textContent = state.words;
      spoken = Date.now();
    }
  } catch {
    // The connection is gone for a moment; the next look may find it again.
  }
  setTimeout(look, EVERY);
}

if (box) setTimeout(look, EVERY);
