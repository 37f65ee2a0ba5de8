// The import table of ARCHITECTURE.md, enforced: the folder tells what code may import.
// `npm run check:lint` fails on a breach; test/lint/layers.test.ts proves that it does.

const kit = 'calls|gguf|log|network|owner|store|tasks|text|vectors';
const features =
  'answer|embed|evaluate|inference|ingest|library|models|remote|retrieve|settings|sources|system|tune';

/** Files under `from` may import nothing of ours but what `may` (a regex of paths) names. */
const only = (name, from, may, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(src|test|bench|scripts|tools)/', pathNot: may },
});

export default {
  forbidden: [
    only('shared-alone', '^src/shared/', '^src/shared/', 'shared imports nothing of ours'),
    only(
      'renderer-shared-alone',
      '^src/(renderer|preload)/',
      '^src/(shared/|$1/)',
      'renderer and preload import shared alone',
    ),
    only('engine-inside', '^src/engine/', '^src/(shared|engine)/', 'the engine knows no host'),
    only(
      'hosting',
      '^src/hosting/',
      '^src/(shared|hosting)/|^src/engine/host[.]ts$',
      'what hosts share knows of the engine only the port that it implements',
    ),
    only(
      'hosts',
      '^src/(main|serve|cli)/',
      '^src/(shared|hosting|$1)/|^src/engine/(engine|connect|host)[.]ts$|^src/serve/(serve|open-browser)[.]ts$',
      'hosts reach the engine through its entrance alone',
    ),
    {
      name: 'engine-features-apart',
      severity: 'error',
      comment: 'a feature gets what it needs from engine.ts, not from another feature',
      from: { path: `^src/engine/(${features})/` },
      to: {
        path: '^src/engine/',
        pathNot: `^src/engine/($1|${kit})/|^src/engine/(host|embedder|answerer|generator|reranker)[.]ts$`,
      },
    },
    {
      name: 'engine-kit-below-features',
      severity: 'error',
      comment: 'the kit stands below the features and never looks up',
      from: { path: `^src/engine/(${kit})/` },
      to: {
        path: `^src/engine/(${features})/|^src/engine/(engine|connect|handlers|index-parts)[.]ts$`,
      },
    },
    {
      name: 'sql-in-store',
      severity: 'error',
      comment: 'nothing outside store/ writes SQL',
      from: { path: '^src/', pathNot: '^src/engine/store/' },
      to: { path: 'node_modules/(better-sqlite3|sqlite-vec)' },
    },
    {
      name: 'llama-in-inference',
      severity: 'error',
      comment:
        'models are opened in the inference process, which may die of them, and nowhere else',
      from: { path: '^(src|scripts|tools)/', pathNot: '^src/engine/inference/' },
      to: { path: 'node_modules/@?node-llama-cpp/' },
    },
    {
      name: 'electron-in-main',
      severity: 'error',
      comment: 'only main and preload know Electron',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'no-vue-outside-renderer',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/renderer/' },
      to: { path: 'node_modules/(vue|vue-router|@vue)/' },
    },
    {
      name: 'page-has-no-node',
      severity: 'error',
      comment: 'the page and the shared code have no Node',
      from: { path: '^src/(renderer|preload|shared)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'network-through-the-gate',
      severity: 'error',
      comment: 'every outgoing request passes engine/network; attach talks to a local socket only',
      from: {
        path: '^src/engine/',
        pathNot: '^src/engine/(network|owner)/',
      },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)', dependencyTypes: ['core'] },
    },
    {
      name: 'orpc-one-file-a-side',
      severity: 'error',
      comment:
        'the RPC library is touched in one file a side, and in the one that names procedures',
      from: {
        path: '^src/',
        pathNot: '^src/shared/(client|contract/procedure)[.]ts$|^src/engine/rpc[.]ts$',
      },
      to: { path: 'node_modules/@orpc/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: { path: '^(src|test|bench|scripts|tools)/' },
      to: { couldNotResolve: true, pathNot: '[?]|^virtual:|^electron$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
    detectProcessBuiltinModuleCalls: true,
  },
};
