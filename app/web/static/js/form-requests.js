// Asks the server about a form without leaving the page. The header says what for:
// "check" = what would be refused; "keep" = save what is right; "part" = keep files, change rows, show the page again.

export const answersOf = (form) => {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
};

export const ask = (form, purpose, body) =>
  fetch(form.action, {
    method: "POST",
    body,
    headers: { "X-Mastara-Form": purpose },
    redirect: "manual",
    credentials: "same-origin",
  });

// No network, or a server that went away: the page is still right, and sending it tells.
export const unlessOffline = async (act) => {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
};

const placeOf = (scope, id) => scope.getElementById(id)?.closest(".form-field");

// Puts one question as the server shows it now in the place of the one on the page; what was typed elsewhere stays.
export const swapPart = (form, html, id) => {
  const fresh = placeOf(new DOMParser().parseFromString(html, "text/html"), id);
  const old = placeOf(document, id);
  if (!fresh || !old) return null;
  const part = document.importNode(fresh, true);
  old.replaceWith(part);
  form.dispatchEvent(new Event("form-part"));
  return part;
};
