import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const terracotta: MantineColorsTuple = [
  '#fbf2ec', '#f3e3d9', '#f0c6ae', '#f0a47c', '#e58a5c', '#cc6b3f', '#b4532a', '#9c4622', '#96411e', '#7a3416',
];

/** The house's theme: sizes and radii of the drawings; colours come from tokens.css. */
export const theme = createTheme({
  primaryColor: 'terracotta',
  primaryShade: { light: 6, dark: 4 },
  // Dark accent buttons take dark text, light ones light: the token knows.
  variantColorResolver: (input) => {
    const usual = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...usual, color: 'var(--on-accent)' } : usual;
  },
  colors: { terracotta },
  black: '#14171d',
  white: '#fffdfa',
  fontFamily: 'var(--sans)',
  headings: {
    fontFamily: 'var(--serif)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.6875rem', lineHeight: '1.2' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.25' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.3' },
    },
  },
  fontSizes: { xs: '0.78rem', sm: '0.84rem', md: '0.875rem', lg: '1rem', xl: '1.2rem' },
  radius: { xs: '5px', sm: '8px', md: '9px', lg: '14px', xl: '18px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { root: { transitionDuration: '120ms' } } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 150 } } },
    // Where a menu opens it belongs to the landmark of its button, and holds nothing but its items.
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: undefined, withinPortal: false, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: undefined } },
    Select: { defaultProps: { checkIconPosition: 'right', comboboxProps: { shadow: undefined, transitionProps: { duration: 80 } } } },
    MultiSelect: { defaultProps: { comboboxProps: { shadow: undefined, transitionProps: { duration: 80 } } } },
    Checkbox: { defaultProps: { radius: 'xs' } },
    SegmentedControl: { defaultProps: { transitionDuration: 120 } },
  },
});

/** Mantine's own variables, answered from the tokens, the same names in light and dark. */
export const variables: CSSVariablesResolver = () => {
  const house = {
    '--mantine-color-body': 'var(--bg)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--soft)',
    '--mantine-color-placeholder': 'var(--soft)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-default-hover': 'var(--tint)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--edge)',
    '--mantine-color-error': 'var(--bad-ink)',
    '--mantine-color-disabled': 'var(--line)',
    '--mantine-color-disabled-color': 'var(--soft)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-hover': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent-ink)',
    '--mantine-color-terracotta-filled': 'var(--accent)',
    '--mantine-color-terracotta-filled-hover': 'var(--accent-hover)',
    '--mantine-color-terracotta-light': 'var(--accent-soft)',
    '--mantine-color-terracotta-light-hover': 'var(--accent-soft)',
    '--mantine-color-terracotta-light-color': 'var(--accent-ink)',
    '--mantine-color-terracotta-text': 'var(--accent-ink)',
    '--mantine-color-terracotta-outline': 'var(--accent-ink)',
  };
  return { variables: {}, light: house, dark: house };
};
