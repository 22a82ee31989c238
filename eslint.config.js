import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const SOCKETS = ['http', 'https', 'net', 'tls', 'dns', 'dgram', 'http2', 'undici'].flatMap((name) => [
  name,
  `node:${name}`,
])

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'coverage', 'data'] },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Sockets are opened in src/forward only.' }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: SOCKETS.map((name) => ({
            name,
            allowTypeImports: true,
            message: 'Sockets are opened in src/forward only.',
          })),
        },
      ],
    },
  },
  // A browser's page asks the Cordon that it came from, and the browser holds it to that (connect-src).
  { files: ['src/console/**/*.{ts,tsx}'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/console/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // The HTTP edges listen; listening is not dialling.
  {
    files: ['src/serve/listener.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  { files: ['src/forward/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  {
    files: ['*.js', 'scripts/*.js'],
    rules: { 'no-restricted-syntax': 'off' },
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
)
