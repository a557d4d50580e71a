// QuickJS has no Intl. The Temporal polyfill wants one at load, and asks it only about named time zones.
// Those are refused: the host gives every moment with its offset, so no zone table is needed here.
class DateTimeFormat {
  constructor() {
    throw new RangeError('Named time zones are not available: write an offset such as +01:00');
  }
}
globalThis.Intl = { DateTimeFormat };
