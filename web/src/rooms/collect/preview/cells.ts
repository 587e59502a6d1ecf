import type { ColumnMapping, Mapping, PreviewRow } from '../wire';

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
