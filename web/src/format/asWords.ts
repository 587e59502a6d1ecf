/** An event's name as systems write it, read as words: ticket_solved is "Ticket solved"; a name in words stays. */
export function asWords(name: string): string {
  if (/\s/.test(name)) return name;
  const words = name.replace(/[_.:-]+/g, ' ').trim() || name;
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
