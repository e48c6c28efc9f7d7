// Where the time of a decision goes in Postgres: one run of Bonafide alone, with pg_stat_statements. See `run`.
import { join } from 'node:path'
import { Profiles } from './load.mjs'
import { Postgres } from './postgres.mjs'
import { Bonafide, simulate, stopAtExit } from './services.mjs'

const scratch = process.argv[2]
const duration = Number(process.env.DURATION || 8)
const settings = ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track_planning=on']

const STATEMENTS = `SELECT round((calls / DECISIONS)::numeric, 2), round((total_exec_time / DECISIONS)::numeric, 3),
    round((total_plan_time / DECISIONS)::numeric, 3), round(wal_bytes / DECISIONS / 1000, 1),
    round(((shared_blks_hit + shared_blks_read) / DECISIONS)::numeric, 0),
    left(regexp_replace(query, '\\s+', ' ', 'g'), 70)
  FROM pg_stat_statements WHERE calls > 0 ORDER BY total_exec_time + total_plan_time DESC LIMIT 16`

const postgres = new Postgres(scratch, settings)
const services = []
stopAtExit(postgres, services)
const file = join(scratch, 'profiles.ndjson')
simulate(process.env.PROFILES || 20_000, file)
const bonafide = new Bonafide(postgres, 'bonafide', 18090, new Profiles(file), scratch)
services.push(bonafide)
await bonafide.start()
postgres.psql('postgres', '-c', 'CREATE EXTENSION pg_stat_statements')

async function show (clients) {
  postgres.psql('postgres', '-c', 'SELECT pg_stat_statements_reset()')
  const before = [postgres.processorMs(), bonafide.processorMs()]
  const { accepted, rate } = await bonafide.load(clients, duration)
  const [inPostgres, inService] = [postgres.processorMs() - before[0], bonafide.processorMs() - before[1]]
  console.log(`${clients} clients, ${rate.toFixed(0)} decisions/s; CPU per decision: Postgres ` +
    `${(inPostgres / accepted.length).toFixed(2)} ms, service ${(inService / accepted.length).toFixed(2)} ms`)
  console.log('| calls | ms | planning ms | WAL kB | pages | statement |\n| --- | --- | --- | --- | --- | --- |')
  const rows = postgres.psql('postgres', '-F', ' | ', '-c', STATEMENTS.replaceAll('DECISIONS', `${accepted.length}.0`))
  console.log(rows.split('\n').map(row => `| ${row} |`).join('\n') + '\n')
}

await bonafide.load(16, duration)
await show(1)
console.log('After ANALYZE:')
postgres.psql(bonafide.database, '-c', 'ANALYZE')
await show(1)
await show(16)
process.exit(0)
