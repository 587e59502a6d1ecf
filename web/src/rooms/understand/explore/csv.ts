/** A cell of a table that leaves the page: text, a number, or nothing. */
export type Value = string | number | null;

/** A table that leaves the page. */
export interface Sheet {
  header: string[];
  rows: Value[][];
}

/** How numbers and columns are written: 1.5, or 1;5 where the comma is the decimal mark. */
export type Decimal = 'point' | 'comma';

const mark = '\ufeff'; // tells a spreadsheet that the letters are UTF-8

// A cell that begins like this is run as a formula by a spreadsheet.
const formula = /^[\s]*[=+\-@]|^[\t\r\n]/;

/** Takes the force out of text that a spreadsheet would run. */
export const harmless = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The table as CSV, with numbers as the reader's spreadsheet expects them. */
export function csv({ header, rows }: Sheet, decimal: Decimal): string {
  const separator = decimal === 'comma' ? ';' : ',';
  const quoted = (text: string) => (/["\r\n;,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (value: Value) => {
    if (value === null) return '';
    if (typeof value === 'number') return decimal === 'comma' ? String(value).replace('.', ',') : String(value);
    return quoted(harmless(value));
  };
  const lines = [header, ...rows].map((line) => line.map(cell).join(separator));
  return `${mark}${lines.join('\r\n')}\r\n`;
}
