// Offers the names of the communes while one types. The list (15 kB) is fetched when somebody comes to such a field;
// without it a name typed by hand is understood just as well.

const LIST = "commune-names";
let asked = null;

const fetchNames = async (address) => {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) return;
  const list = document.createElement("datalist");
  list.id = LIST;
  list.append(...(await answer.json()).map((words) => Object.assign(document.createElement("option"), { value: words })));
  document.body.append(list);
};

export function offerCommunes(form) {
  if (!form.dataset.communes) return;
  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("[data-commune]")) return;
    event.target.setAttribute("list", LIST);
    asked ??= fetchNames(form.dataset.communes).catch((error) => {
      if (!(error instanceof TypeError)) throw error;
    });
  });
}
