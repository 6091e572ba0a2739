// Who may import whom. One rule a line of the table in docs/architecture.md; `npm test` proves that each can fail.
const fs = require('node:fs')
const path = require('node:path')

const OURS = '^(app|lib|server|workers|sandbox|drizzle|scripts|e2e)/'
const TESTS = '\\.(test|fixture|spec)\\.tsx?$|/__fixtures__/'
const ERRORS = '^lib/errors\\.ts$'

const lib = (...names) => names.map((name) => `^lib/${name}/`)

/** `folder` may import of ours only what is listed (and itself, and lib/errors). Tests may import more, by default. */
const only = (name, folder, allowed, exempt = TESTS) => ({
  name,
  severity: 'error',
  comment: `${folder} may import only: ${allowed.join(' ') || 'nothing of ours'}`,
  from: exempt ? { path: folder, pathNot: exempt } : { path: folder },
  to: { path: OURS, pathNot: [folder, ...(exempt ? [ERRORS] : []), ...allowed] },
})

/** Files that begin with 'use client': what they reach is sent to the browser. */
const browserComponents = (folder = 'app') => {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true })
    .map((file) => path.join(folder, String(file)).split(path.sep).join('/'))
    .filter((file) => /\.tsx?$/.test(file) && /^\s*['"]use client['"]/.test(fs.readFileSync(file, 'utf8')))
}

const exactly = (files) => files.map((file) => `^${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
const clients = exactly(browserComponents())

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('app', '^app/', lib('composition', 'http', 'contracts', 'domain', 'config', 'observability')),
    only('server', '^server/', lib('composition', 'http', 'contracts', 'domain', 'config', 'observability')),
    only(
      'workers',
      '^workers/',
      lib('composition', 'queue', 'contracts', 'domain', 'config', 'observability'),
    ),
    only('composition', '^lib/composition/', [
      ...lib(
        'services',
        'adapters',
        'db',
        'queue',
        'ports',
        'config',
        'contracts',
        'domain',
        'http',
        'observability',
      ),
      '^drizzle/schema/',
    ]),
    only('services', '^lib/services/', [
      ...lib('ports', 'domain', 'db', 'contracts', 'queue', 'observability'),
      '^drizzle/schema/',
    ]),
    only('adapters', '^lib/adapters/', lib('ports', 'domain', 'config', 'observability')),
    {
      name: 'adapters-stay-apart',
      severity: 'error',
      comment:
        'No adapter imports another one; how bytes travel and what a transaction says is common to them',
      from: { path: '^lib/adapters/([^/]+)/', pathNot: TESTS },
      to: { path: '^lib/adapters/', pathNot: ['^lib/adapters/$1/', '^lib/adapters/(http|wire)/'] },
    },
    only('db', '^lib/db/', ['^drizzle/schema/', ...lib('domain')]),
    only('schema', '^drizzle/', lib('domain', 'contracts')),
    only('queue', '^lib/queue/', lib('contracts', 'domain', 'config', 'observability')),
    only('http', '^lib/http/', lib('contracts', 'domain', 'config', 'observability')),
    only('contracts', '^lib/contracts/', lib('domain')),
    only('ports', '^lib/ports/', lib('domain')),
    only('config', '^lib/config/', lib('contracts', 'domain')),
    only('observability', '^lib/observability/', lib('config', 'domain')),
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'lib/domain imports itself, lib/errors and the decimal library: no other package, nothing of Node',
      from: { path: '^lib/domain/', pathNot: TESTS },
      to: { pathNot: ['^lib/domain/', ERRORS, 'node_modules/decimal\\.js/'] },
    },
    {
      name: 'decimals-through-money',
      severity: 'error',
      comment:
        'The decimal library is used through lib/domain/money only, where every division names its rounding',
      from: { path: '^(app|lib|server|workers)/', pathNot: ['^lib/domain/money/', TESTS] },
      to: { path: 'node_modules/decimal\\.js/' },
    },
    {
      name: 'errors-stand-alone',
      severity: 'error',
      comment: 'Everyone imports lib/errors, so it imports nobody',
      from: { path: ERRORS },
      to: { path: OURS },
    },
    // Black boxes to us, their tests included.
    only('sandbox', '^sandbox/', [], null),
    only('e2e', '^e2e/', [], null),
    ...(clients.length === 0
      ? []
      : [
          {
            name: 'browser-code',
            severity: 'error',
            comment: "What a 'use client' file reaches may be only app code, lib/contracts and lib/domain",
            from: { path: clients },
            to: {
              path: ['^(server|workers|drizzle|sandbox|scripts)/', '^lib/', '^app/_server/', '^app/api/'],
              pathNot: [ERRORS, ...lib('contracts', 'domain')],
              reachable: true,
            },
          },
        ]),
    {
      name: 'production-without-tests',
      severity: 'error',
      comment: 'Production code imports no test and no test double',
      from: { path: '^(app|lib|server|workers|drizzle)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Files that import each other cannot be read one by one',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment:
        "An import that leads nowhere also hides what it would have broken; the vendors' clients are installed by a script of their own",
      from: { pathNot: '^scripts/vendor-clients/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Also imports of types only: TypeScript removes them before anybody else could see them.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|\\.jarvis[^/]*|dist|coverage)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
