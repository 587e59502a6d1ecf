import type { CellObject } from 'write-excel-file/universal';
import type { Sheet, Value } from './csv';

/** A sheet of a workbook under its name. */
export interface Named extends Sheet {
  name: string;
}

// Texts are written as texts, never as formulas, whatever they begin with.
const cell = (value: Value): CellObject | null => (value === null ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String });

/** A workbook with a sheet each; its writer is fetched when it is first needed. */
export async function xlsx(sheets: readonly Named[]): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal');
  const written = write(
    sheets.map(({ name, header, rows }) => ({
      sheet: name.slice(0, 31),
      data: [header.map((value): CellObject => ({ value, type: String, fontWeight: 'bold' })), ...rows.map((row) => row.map(cell))],
      columns: header.map((title, i) => ({ width: Math.min(48, Math.max(title.length, ...rows.slice(0, 50).map((r) => String(r[i] ?? '').length)) + 2) })),
      stickyRowsCount: 1,
    })),
  );
  return await written.toBlob() as Blob;
}
