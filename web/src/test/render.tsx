import { MantineProvider } from '@mantine/core';
import { render as plain } from '@testing-library/react';
import type { ReactNode } from 'react';

/** Renders below the theme, as the page does. */
export function render(ui: ReactNode) {
  return plain(<MantineProvider env="test">{ui}</MantineProvider>);
}
