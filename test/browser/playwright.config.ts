import { defineConfig } from '@playwright/test';
import { chromium } from './browser.ts';

// Each worker starts the built binary itself, on a free port with a data
// folder of its own, so nothing needs to run beforehand and files do not meet.
export default defineConfig({
  testDir: '.',
  outputDir: `results/${process.env.BALCONY_TRACES ?? 'traces'}`,
  workers: 2,
  retries: process.env.CI ? 1 : 0, // a shared machine may stall; what passes only then is listed as flaky
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  forbidOnly: Boolean(process.env.CI),
  use: {
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1440, height: 900 },
    trace: process.env.BALCONY_TRACES ? 'retain-on-failure' : 'off', // recording one is a fifth of a run
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' }, // nothing is judged half faded
  },
  projects: [
    { name: 'checks', testMatch: '**/*.spec.ts' },
    { name: 'shots', testMatch: '**/*.shots.ts' },
  ],
});
