import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const source = ['**/*.{ts,tsx}']
const tests = [
  '**/*.test.{ts,tsx}',
  '**/*.fixture.ts',
  'scripts/drills/**',
  'scripts/test/**',
  'scripts/bench/**',
  'e2e/**',
]
const environmentReaders = [
  'lib/config/**',
  'scripts/**',
  'sandbox/**',
  'e2e/**',
  '*.config.{ts,mjs}',
  '**/*.test.ts',
]

const processEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only lib/config reads the environment: add the variable to its schema and pass the value in.',
}

const lengths = (max) => ({ 'max-lines': ['error', { max, skipBlankLines: false, skipComments: false }] })

/** In lib/domain the same data must give the same answer, on any machine at any time. */
const impure = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Pass `now` in.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass `now` in.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Pass `now` in.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Pass randomness in.',
  },
  { selector: "MemberExpression[object.name='performance']", message: 'Pass `now` in.' },
  { selector: "MemberExpression[object.name='crypto']", message: 'Pass ids and randomness in.' },
]
const impureGlobals = [
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'globalThis',
  'window',
]

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.next/',
      '.jarvis*/',
      'dist/',
      'coverage/',
      'playwright-report/',
      'test-results/',
      'next-env.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: source,
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', prefer: 'type-imports' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'prefer-const': 'error',
      ...lengths(500),
    },
  },
  {
    files: source,
    ignores: environmentReaders,
    rules: { 'no-restricted-syntax': ['error', processEnvironment] },
  },
  { files: ['lib/services/**/*.ts'], ignores: tests, rules: lengths(300) },
  {
    files: ['lib/domain/**/*.ts'],
    ignores: tests,
    rules: {
      ...lengths(300),
      'no-restricted-syntax': ['error', processEnvironment, ...impure],
      'no-restricted-globals': [
        'error',
        ...impureGlobals.map((name) => ({ name, message: 'lib/domain is pure.' })),
      ],
    },
  },
  { files: ['lib/**/*.ts', 'app/**/*.{ts,tsx}'], ignores: tests, rules: { 'no-console': 'error' } },
  {
    files: ['app/**/*.{ts,tsx}'],
    ignores: ['app/api/**', '**/*.fixture.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    extends: [tseslint.configs.recommended],
    rules: { '@typescript-eslint/no-require-imports': 'off', ...lengths(500) },
  },
)
