import { Link } from 'wouter-preact'

export const MissingPage = () => (
  <div class="page">
    <h1>There is no such page</h1>
    <p>
      Go to the <Link to="/">overview</Link> or the <Link to="/records">access log</Link>.
    </p>
  </div>
)
