import { afterEach } from 'vitest';
import { cleanup } from '@testing-library/react';
import { startCatalogue } from '@/i18n';

await startCatalogue('en');
afterEach(cleanup);
