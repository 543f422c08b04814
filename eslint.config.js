// ESLint for the whole repository: typed rules for TypeScript, limits of size, and import rules made from tools/layers.ts,
// which the pinned Node reads without a build.
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import { builtinModules } from 'node:module';
import ts from 'typescript-eslint';
import {
  NODE_BUILT_INS,
  NODE_GLOBALS,
  TEST_HELPERS,
  allowedPackages,
  bansFor,
  layers,
} from './tools/layers.ts';

const code = '**/*.{ts,tsx,mts,js,mjs}';
const tests = ['**/*.test.{ts,tsx}', '**/testing/**', '**/test/**', 'tests/**'];
const withoutTypes = ['**/*.{js,mjs}', 'apps/dashboard/**'];

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A pattern for import specifiers of a package (`pg`), a scope (`@nestjs/`) or all of Node's modules. */
function patternOf(name) {
  if (name === NODE_BUILT_INS) return `^(node:|(${builtinModules.map(escape).join('|')})(/|$))`;
  return name.endsWith('/') ? `^${escape(name)}` : `^${escape(name)}(/|$)`;
}

/** Imports of this repository's packages, all but the allowed ones. */
function directionPattern(folder, allowed) {
  const others = allowed.length === 0 ? '^@weir/' : `^(?!(${allowed.map(escape).join('|')})(/|$))@weir/`;
  const names = allowed.length === 0 ? 'no package of this repository' : allowed.join(', ');
  return { regex: others, message: `${folder} may import ${names} (tools/layers.ts).` };
}

/** Relative paths into another project; tests may reach the test helpers. */
function reachPattern(isTest) {
  const spared = isTest ? `(?!${escape(TEST_HELPERS)}/)` : '';
  return {
    regex: `^(\\.\\./)+${spared}(libs|apps|tools|tests|[^./][^/]*/src)/`,
    message: 'Import another project by its package name.',
  };
}

/** The import rules of one kind of file of a project; `sample` is a path of that kind. */
function importRules(layer, sample) {
  const isTest = sample.includes('.test.');
  const allowed = allowedPackages(layer, sample);
  const own = isTest && layer.packageName !== undefined ? [layer.packageName] : [];
  const bans = bansFor(layer, sample);
  const needsBrowser = bans.some(({ packages }) => packages.includes(NODE_BUILT_INS));
  const patterns = [
    directionPattern(layer.folder, [...allowed, ...own]),
    reachPattern(isTest),
    ...bans.map(({ packages, why }) => ({ regex: packages.map(patternOf).join('|'), message: `${why}.` })),
  ];
  return {
    'no-restricted-imports': ['error', { patterns }],
    'no-restricted-globals': needsBrowser ? ['error', ...NODE_GLOBALS] : 'off',
  };
}

const importConfigs = layers.flatMap((layer) => [
  { files: [`${layer.folder}/${code}`], rules: importRules(layer, `${layer.folder}/src/x.ts`) },
  {
    files: tests.map((glob) => [`${layer.folder}/**`, glob]),
    rules: importRules(layer, `${layer.folder}/src/x.test.ts`),
  },
  ...(layer.exempt ?? []).map((path) => ({
    files: [`${layer.folder}/${path}`],
    rules: importRules(layer, `${layer.folder}/${path}`),
  })),
]);

/** Answers over HTTP and vitest's matchers are `any`, and tables of cases have as many columns as they need. */
const testRules = {
  'max-lines': ['error', 500],
  'max-lines-per-function': 'off',
  'max-params': 'off',
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/unbound-method': 'off',
};

export default defineConfig(
  { ignores: ['**/dist/**', '**/out/**', '**/.next/**', '**/*.d.ts', 'data/**', '.nx/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  {
    files: [code],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The compiler knows what exists and what is used.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      'max-params': ['error', 3],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 70],
    },
  },
  { files: tests, rules: testRules },
  // Next's own build checks the types of the dashboard, with a configuration of its own.
  { files: withoutTypes, extends: [ts.configs.disableTypeChecked] },
  { files: ['**/*.{js,mjs}'], rules: { 'no-unused-vars': 'error' } },
  importConfigs,
);
