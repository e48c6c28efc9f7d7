// Medians, percentiles, and how results are printed.

export function percentile (values, rank) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * rank / 100))] ?? NaN
}

export function median (values) {
  const known = values.filter(value => !Number.isNaN(value))
  return percentile(known, 50)
}

const COLUMNS = [
  ['clients', row => row.step],
  ['', row => row.contender],
  ['per s', row => row.rate.toFixed(0)],
  ['p50 ms', row => row.p50.toFixed(2)],
  ['p99 ms', row => row.p99.toFixed(2)],
  ['refused', row => (row.refused * 100).toFixed(1) + '%'],
  ['refused p99 ms', row => Number.isNaN(row.refusedP99) ? '' : row.refusedP99.toFixed(1)],
  ['service CPU ms', row => row.service ? row.service.toFixed(2) : ''],
  ['Postgres CPU ms', row => row.postgres.toFixed(2)],
  ['load tool CPU ms', row => row.tool.toFixed(2)],
  ['WAL kB', row => (row.wal / 1000).toFixed(1)]
]

// A Markdown table.
export function print (results) {
  const line = cells => console.log(`| ${cells.join(' | ')} |`)
  line(COLUMNS.map(([title]) => title))
  line(COLUMNS.map(() => '---'))
  for (const row of results) line(COLUMNS.map(([, cell]) => cell(row)))
  console.log()
}

export function bars (results, bytes, rest) {
  const find = (contender, step) => results.find(row => row.contender === contender && row.step === String(step))
  const ratio = (column, contender, step) => (find('bonafide', step)[column] / find(contender, step)[column]).toFixed(2)
  if (bytes.has('rival')) {
    for (const step of [1, 16, 64]) console.log(`rate ÷ rival, ${step} clients: ${ratio('rate', 'rival', step)}`)
    console.log(`bytes per applicant ÷ rival: ${(bytes.get('bonafide') / bytes.get('rival')).toFixed(2)}`)
  }
  for (const step of [16, 64]) console.log(`rate ÷ pgbench, ${step} clients: ${ratio('rate', 'pgbench', step)}`)
  console.log(`p50 at 1 client − pgbench: ${(find('bonafide', 1).p50 - find('pgbench', 1).p50).toFixed(2)} ms`)
  console.log(`service CPU per decision, 16 clients: ${find('bonafide', 16).service.toFixed(2)} ms`)
  console.log(`bytes per applicant: ${(bytes.get('bonafide') / 1000).toFixed(1)} kB`)
  console.log(`start to ready: ${rest.ms.toFixed(0)} ms; memory at rest: ${(rest.bytes / 1e6).toFixed(0)} MB`)
  const crowd = find('bonafide', 1024)
  console.log(`1,024 clients: p99 ÷ p99 at 16 clients: ${(crowd.p99 / find('bonafide', 16).p99).toFixed(2)}; ` +
    `refusals answered in ${crowd.refusedP99.toFixed(1)} ms (p99)`)
}

export function growthBars (results, bytes) {
  for (const [small, big] of [results.slice(0, 2), results.slice(2, 4)]) {
    console.log(`${big.contender}, ${big.step} clients: p99 ÷ p99 at the smaller size: ` +
      `${(big.p99 / small.p99).toFixed(2)}; WAL per decision ${(big.wal / 1000).toFixed(0)} kB`)
  }
  console.log(`bytes per applicant: ${bytes.map(value => (value / 1000).toFixed(1)).join(', ')} kB`)
}
