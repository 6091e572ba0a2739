import { TitledCard } from '@/app/_components/ui/titled-card'

export const PaperCard = () => (
  <TitledCard title="Play money">
    <p>
      In paper mode this wallet exists on paper only. Nothing can be sent to it or withdrawn from it; its
      address is not known to the network. <b>Do not send money here.</b>
    </p>
  </TitledCard>
)
