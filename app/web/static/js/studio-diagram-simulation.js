// The simulation of tokens speaks English only: its titles are said in the language of the page as they appear.

export function translateSimulation(box, words) {
  const say = (text) => {
    const trimmed = text.trim();
    const known =
      words[trimmed] ||
      Object.entries(words).find(([key]) => key.endsWith("…") && trimmed.startsWith(key.slice(0, -1)))?.[1];
    return known && (known.endsWith("…") ? known.slice(0, -1) + trimmed.slice(trimmed.search(/\S+$/)) : known);
  };
  const translate = (node) => {
    const title = node.getAttribute("title");
    const said = title && say(title);
    if (said && said !== title) node.setAttribute("title", said);
    for (const child of node.childNodes) {
      const text = child.nodeType === Node.TEXT_NODE && say(child.textContent);
      if (text && text !== child.textContent.trim()) child.textContent = ` ${text} `;
    }
  };
  const all = (root) => {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    for (const node of [root, ...root.querySelectorAll("*")]) {
      if (node.closest('[class*="bts-"]')) translate(node);
    }
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes") all(target);
      addedNodes.forEach(all);
    }
  }).observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["title"] });
  all(box);
}
