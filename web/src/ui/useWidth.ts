import { useElementSize } from '@mantine/hooks';
import { createContext, useContext } from 'react';

const Fixed = createContext<number | undefined>(undefined);

/** Gives the pictures inside a width of their own, as on the paper of a file. */
export const FixedWidth = Fixed.Provider;

/** The width there is to draw on, and the ref of what has it. */
export function useWidth() {
  const fixed = useContext(Fixed);
  const { ref, width } = useElementSize();
  return { ref, width: fixed ?? width };
}
