// FEEL in the browser, for the live parts of a form: the server computes the same again and has the last word.
import { builtins, date, dateAndTime, evaluate } from "feelin";

const DIALECT = "camunda";

// Morocco's day and moment, as the server saw them: the clock of a telephone may be wrong.
export function setPresent(today, now) {
  builtins.today = Object.assign(() => date(today), { $args: [] });
  builtins.now = Object.assign(() => dateAndTime(now), { $args: [] });
}

// Returns the value of an expression (a leading "=" is accepted). Throws where it cannot be read.
export function compute(expression, context) {
  const found = evaluate(expression.replace(/^\s*=/, ""), context, DIALECT);
  return found !== null && typeof found === "object" && "value" in found && "warnings" in found ? found.value : found;
}
