import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The browser's path: BALCONY_CHROMIUM, else the first one on PATH. */
export function chromium(): string {
  const named = process.env.BALCONY_CHROMIUM;
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder; the next one may have it.
      }
    }
  }
  throw new Error(`The browser tests need Chromium: install it, or name it in BALCONY_CHROMIUM (looked for ${names.join(', ')}).`);
}
