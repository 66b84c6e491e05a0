export { ChatChannel, ChatLog } from './chat-channel.ts';
export { announceInChat } from './own-container.ts';
