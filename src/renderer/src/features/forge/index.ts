export { ForgeView } from './ForgeView.tsx';
