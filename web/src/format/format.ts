import type { Language } from '@/i18n';

/** What formatting depends on: language of the page; zone, currency and fiscal year of the organisation. */
export interface Place {
  language: Language;
  timeZone: string;
  currency: string;
  /** The month in which the fiscal year begins, 1 to 12; January where left out. */
  fiscalStart?: number;
}

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };
const blank = '\u00a0'; // no-break space before % and between number and unit
const minus = '\u2212';

type When = Date | string | number;

/** The one place where dates, numbers and money become text. */
export class Format {
  readonly locale: string;
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
    this.locale = locales[place.language];
  }

  /** 4,812 and 4 812; a true minus sign. */
  number(value: number, digits = 0): string {
    const text = new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
    // What rounds to nothing has no sign.
    return /[1-9]/.test(text) ? text.replace('-', minus) : text.replace('-', '');
  }

  /** As number, with a sign in front of what is above zero. */
  signed(value: number, digits = 0): string {
    const text = this.number(value, digits);
    return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  }

  /** A share of 0 to 1 as "27 %". */
  percent(share: number, digits = 0): string {
    return `${this.number(share * 100, digits)}${blank}%`;
  }

  money(amount: number, currency = this.place.currency): string {
    return new Intl.NumberFormat(this.locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount);
  }

  /** 20 November 2026. */
  date(when: When): string {
    return this.at(when, { day: 'numeric', month: 'long', year: 'numeric' });
  }

  /** 20 Nov 2026, for tables. */
  shortDate(when: When): string {
    return this.at(when, { day: 'numeric', month: 'short', year: 'numeric' });
  }

  /** 20 Nov 2026, 18:42. */
  dateTime(when: When): string {
    return this.at(when, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  }

  time(when: When): string {
    return this.at(when, { hour: '2-digit', minute: '2-digit' });
  }

  month(when: When): string {
    return this.at(when, { month: 'long', year: 'numeric' });
  }

  /** The month of a day without a time: November 2026, or where there is little room Nov 26. */
  monthOf(iso: string, short = false): string {
    return new Intl.DateTimeFormat(this.locale, { month: short ? 'short' : 'long', year: short ? '2-digit' : 'numeric', timeZone: 'UTC' }).format(
      new Date(`${iso.slice(0, 10)}T00:00:00Z`),
    );
  }

  /** A day without a time ("2026-11-20"), which no zone may shift. */
  day(iso: string): string {
    const words = new Intl.DateTimeFormat(this.locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${iso.slice(0, 10)}T00:00:00Z`),
    );
    return this.firstOf(words);
  }

  /** "3 hours ago"; now is passed in, so that it can be tested. */
  ago(when: When, now: Date): string {
    const seconds = (new Date(when).getTime() - now.getTime()) / 1000;
    const steps: [Intl.RelativeTimeFormatUnit, number][] = [
      ['year', 31_557_600], ['month', 2_629_800], ['day', 86_400], ['hour', 3600], ['minute', 60],
    ];
    const relative = new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' });
    for (const [unit, length] of steps) {
      if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
    }
    return relative.format(Math.min(0, Math.round(seconds / 60)), 'minute');
  }

  /** 3.4 MB. */
  bytes(size: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    const step = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
    return new Intl.NumberFormat(this.locale, {
      style: 'unit', unit: units[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step > 1 ? 1 : 0,
    }).format(size / 1000 ** step);
  }

  /** Names joined as the language joins them. */
  list(names: string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(names);
  }

  /** The language's order of words. */
  compare(a: string, b: string): number {
    return a.localeCompare(b, this.locale, { numeric: true, sensitivity: 'base' });
  }

  private at(when: When, options: Intl.DateTimeFormatOptions): string {
    const words = new Intl.DateTimeFormat(this.locale, { ...options, timeZone: this.place.timeZone }).format(new Date(when));
    return options.day ? this.firstOf(words) : words;
  }

  // In French the first of a month is an ordinal, and no other day is.
  private firstOf(words: string): string {
    return this.place.language === 'fr' ? words.replace(/^1(?= )/, '1er') : words;
  }
}
