import { plainName } from '@/app/_format/text'

/** A token's symbol or name: plain text that cannot turn the text around it. */
export const TokenName = ({ text }: { text: string }) => <bdi>{plainName(text)}</bdi>
