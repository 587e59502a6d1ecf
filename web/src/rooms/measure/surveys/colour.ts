/** A colour as #rrggbb, of what somebody types: with or without #, in three digits or six; nothing for anything else. */
export function colourOf(typed: string): string | undefined {
  const [, digits] = /^\s*#?((?:[0-9a-f]{3}){1,2})\s*$/i.exec(typed) ?? [];
  if (!digits) return undefined;
  return `#${(digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits).toLowerCase()}`;
}
