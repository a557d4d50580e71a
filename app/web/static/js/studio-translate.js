// Puts the words of the page's language in the place of English ones, where an editor has no translations of its own.
const NAMES = ["title", "placeholder", "aria-label"];
const LEFT = "input, textarea, script, style, .cm-editor, [contenteditable]";

/**
 * Translates names and texts below `root` now and whenever they change. `within` says where texts are the editor's own,
 * `except` where they are a person's: what somebody wrote is never touched.
 */
export function translateTree(root, translate, { within, except = "" }) {
  const isOwn = (element) => element?.closest(within) && !element.closest(except ? `${LEFT}, ${except}` : LEFT);
  const text = (node) => {
    const source = node.data.trim();
    if (!source || !isOwn(node.parentElement)) return;
    const found = translate(source);
    if (found !== source) node.data = node.data.replace(source, found);
  };
  const attributes = (element) => {
    for (const name of NAMES) {
      const source = element.getAttribute(name);
      const found = source && translate(source);
      if (found && found !== source) element.setAttribute(name, found);
    }
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return text(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
    attributes(node);
    for (const child of node.childNodes) walk(child);
    return undefined;
  };
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "characterData") text(record.target);
      else if (record.type === "attributes") attributes(record.target);
      else record.addedNodes.forEach(walk);
    }
  }).observe(root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES });
  walk(root);
}
