import { redirect } from 'next/navigation'
import { loadSession } from './_server/load-session'

const HomePage = async () => redirect((await loadSession()).user ? '/trade' : '/sign-in')

export default HomePage
