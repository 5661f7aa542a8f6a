// Asks the browser for a passkey and sends its answer with the form. Nothing here is secret, and nothing is decided here.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function made(options) {
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  });
  return answer(key, { attestationObject: text(key.response.attestationObject) });
}

async function shown(options) {
  const key = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials) },
  });
  return answer(key, {
    authenticatorData: text(key.response.authenticatorData),
    signature: text(key.response.signature),
    userHandle: text(key.response.userHandle),
  });
}

function answer(key, more) {
  const response = { clientDataJSON: text(key.response.clientDataJSON), ...more };
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
}

if (window.PublicKeyCredential) {
  for (const off of document.querySelectorAll("[data-passkey-off]")) off.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        const options = JSON.parse(form.dataset.options);
        form.elements.answer.value = await (form.dataset.passkey === "create" ? made(options) : shown(options));
      } catch {
        failed.hidden = false;
        failed.setAttribute("role", "alert");
        return;
      }
      form.submit();
    });
  }
}
