// Names in two languages: "French, line break, Arabic" in the file; the line of one language on the canvas.

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/;

// Returns { fr, ar }; a name of one line is filed under the script it is written in, as the server reads it.
export function linesOf(name) {
  const lines = (name || "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const arabic = lines.find((line) => ARABIC.test(line));
  const french = lines.find((line) => line !== arabic);
  return { fr: french || "", ar: arabic || "" };
}

export function joinedLines({ fr, ar }) {
  return [...new Set([fr, ar].map((line) => (line || "").trim()).filter(Boolean))].join("\n");
}

// Two lines of which one is Arabic are two names; anything else is one text.
function isBilingual(text) {
  const lines = (text || "").split("\n").filter((line) => line.trim());
  return lines.length === 2 && lines.filter((line) => ARABIC.test(line)).length === 1;
}

export function lineIn(text, language) {
  if (!isBilingual(text)) return text || "";
  return linesOf(text)[language];
}

// What a person typed on the canvas replaces the line of the language that they read.
function withLine(text, typed, language) {
  if (!typed || typed.includes("\n")) return typed;
  const lines = linesOf(text);
  const written = ARABIC.test(typed) ? "ar" : language === "ar" && !lines.ar ? "fr" : language;
  return isBilingual(text) || (lines.fr && written === "ar") || (lines.ar && written === "fr")
    ? joinedLines({ ...lines, [written]: typed })
    : typed;
}

// A module for the editor; `shown.language` may change while it runs.
export function bilingualNames(shown) {
  function BilingualNames(textRenderer, labelEditingProvider) {
    const one = (text) => lineIn(text, shown.language);
    for (const [method, place] of [
      ["createText", 0],
      ["getExternalLabelBounds", 1],
      ["getTextAnnotationBounds", 1],
    ]) {
      const original = textRenderer[method];
      textRenderer[method] = (...given) => {
        given[place] = one(given[place]);
        return original.apply(textRenderer, given);
      };
    }
    const activate = labelEditingProvider.activate;
    labelEditingProvider.activate = function (element) {
      const context = activate.call(this, element);
      return context && { ...context, text: one(context.text) };
    };
    const update = labelEditingProvider.update;
    labelEditingProvider.update = function (element, typed, ...rest) {
      const model = element.businessObject;
      const before = model.name ?? model.text ?? "";
      return update.call(this, element, withLine(before, typed, shown.language), ...rest);
    };
  }
  BilingualNames.$inject = ["textRenderer", "labelEditingProvider"];
  return { __init__: ["bilingualNames"], bilingualNames: ["type", BilingualNames] };
}
