import { describe, expect, it } from 'vitest';
import { csv, harmless } from './csv';

describe('csv', () => {
  it('is written for the spreadsheet that opens it', () => {
    const sheet = { header: ['Plan', 'Value'], rows: [['Pro', -1.5], ['Team, small', null], ['a "b"', 1000]] };
    expect(csv(sheet, 'point')).toBe('\ufeffPlan,Value\r\nPro,-1.5\r\n"Team, small",\r\n"a ""b""",1000\r\n');
    expect(csv(sheet, 'comma')).toBe('\ufeffPlan;Value\r\nPro;-1,5\r\n"Team, small";\r\n"a ""b""";1000\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@A1', ' =1', '\t=1', '\r=1'])('takes the force out of %j', (text) => {
    expect(harmless(text)).toBe(`'${text}`);
    expect(csv({ header: [text], rows: [] }, 'point')).toContain("'");
  });

  it('leaves other text and numbers alone', () => {
    expect(harmless('A-1')).toBe('A-1');
    expect(csv({ header: [], rows: [[-3]] }, 'point')).toContain('\r\n-3\r\n');
  });
});
