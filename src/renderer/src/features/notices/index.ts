export { NoticeBar } from './NoticeBar.tsx';
export { ToastRegion } from './ToastRegion.tsx';
