import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

// Every folder of src/rooms is a room.
const rooms = readdirSync(new URL('./src/rooms', import.meta.url), { withFileTypes: true }).filter((f) => f.isDirectory()).map((f) => f.name);

// What an effect gives back is called when it ends: one without braces gives
// back whatever its call does, a promise where a browser has come to make one.
const effects = {
  selector: 'CallExpression[callee.name=/^use(Layout)?Effect$/] > ArrowFunctionExpression[expression=true][body.type!="ArrowFunctionExpression"]',
  message: 'Put braces around what an effect does, and return only what undoes it.',
};

export default tseslint.config(
  { ignores: ['node_modules', 'coverage', 'src/api/schema.d.ts', 'public'] },
  ...tseslint.configs.recommended,
  reactHooks.configs.flat['recommended-latest'] ?? reactHooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx,js}'],
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-restricted-syntax': ['error', effects],
      'no-console': 'error',
      'no-debugger': 'error',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    // Words belong to the catalogue: no letters between tags.
    files: ['src/**/*.tsx'],
    ignores: ['src/**/*.test.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXText[value=/[A-Za-zÀ-ÿ]{2,}/]', message: 'Put this text into the catalogue (src/i18n).' },
        {
          selector: "JSXAttribute[name.name=/^(label|placeholder|title|aria-label|description|alt)$/] > Literal[value=/^[^@.]*[A-Za-z]{2}[^@.]*$/]",
          message: 'Put this text into the catalogue (src/i18n).',
        },
        effects,
      ],
    },
  },
  // Rooms do not import each other; what they share lives in ui, api, format.
  ...rooms.map((room) => ({
    files: [`src/rooms/${room}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `(^@/rooms/(?!${room}(/|$)))|(^(\\.\\./)+(${rooms.filter((r) => r !== room).join('|')})(/|$))|(\\.\\./rooms/)`,
              message: 'Rooms do not import each other.',
            },
          ],
        },
      ],
    },
  })),
);
