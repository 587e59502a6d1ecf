import type { ColumnMapping, Mapping, PreviewRow, ReadEvent, ReadParty } from '../wire';

/** One cell as it will be read: what it becomes, or that it is no answer. */
export interface ReadCell {
  text: string;
  /** How the text is to be written. */
  as: 'plain' | 'number' | 'words' | 'none' | 'bad' | 'unread';
}

const none: ReadCell = { text: '', as: 'none' };

/**
 * What the server made of a column's cell in one row of the preview. The row's
 * own time and the raw cell are the caller's to show.
 */
export function readCell(row: PreviewRow, column: ColumnMapping, mapping: Mapping): ReadCell {
  const raw = row.cells[column.index] ?? '';
  if (row.reject) return { text: raw, as: row.reject.column === column.name ? 'bad' : 'unread' };
  if (row.party) return partyCell(row.party, raw, column);
  if (row.events) return eventCell(row.events, raw, column);
  const { read } = row;
  if (!read) return { text: raw, as: 'unread' };
  const heading = column.label || column.name;
  const plain = (text: string | undefined): ReadCell => (text ? { text, as: 'plain' } : none);
  const amount = (n: number | undefined): ReadCell => (n === undefined ? none : { text: String(n), as: 'number' });
  switch (column.role) {
    case 'score':
    case 'text': {
      const answer = read.answers.find((a) => a.question === heading || a.question === column.score?.name);
      if (!answer) return none;
      if (answer.text) return { text: answer.text, as: 'words' };
      return answer.choice ? plain(answer.choice) : amount(answer.score);
    }
    case 'time':
      return mapping.time_column === column.index ? plain(read.at) : plain(read.traits[heading]);
    case 'customer':
      return plain(read.customer);
    case 'account':
      return plain(read.account);
    case 'unit':
      return plain(read.unit);
    case 'channel':
      return plain(read.channel);
    case 'language':
      return plain(read.language);
    case 'value':
      return amount(read.value);
    case 'weight':
      return amount(read.weight);
    case 'key':
      return plain(raw);
    default:
      return plain(read.traits[heading]);
  }
}

// An empty cell of these says nothing, and is no answer that is missing.
const plainText = (text: string | undefined): ReadCell => ({ text: text ?? '', as: 'plain' });

/** A cell of a row about a customer or an account. */
function partyCell(party: ReadParty, raw: string, column: ColumnMapping): ReadCell {
  switch (column.role) {
    case 'email':
      return plainText(raw && party.email);
    case 'language':
      return plainText(raw && party.language);
    case 'roles':
      return plainText(raw && party.roles?.join(', '));
    case 'tie':
      return raw ? { text: String(party.tie), as: 'number' } : plainText('');
    case 'value':
      return raw ? { text: party.traits['value'] ?? raw, as: 'number' } : plainText('');
    case 'trait':
      return plainText(raw && (party.traits[column.label || column.name] ?? raw));
    case 'time':
      return plainText(raw && party.since);
    default:
      return plainText(raw);
  }
}

/** A cell of a row that says what happened, once or several times. */
function eventCell(events: readonly ReadEvent[], raw: string, column: ColumnMapping): ReadCell {
  const heading = column.label || column.name;
  const [first] = events;
  switch (column.role) {
    case 'time':
      return plainText(raw && (events.length === 1 ? first?.at : events.find((e) => e.name === heading)?.at));
    case 'property': {
      const value = first?.properties[heading];
      if (typeof value === 'number') return { text: String(value), as: 'number' };
      return plainText(typeof value === 'string' ? value : undefined);
    }
    default:
      return plainText(raw);
  }
}
