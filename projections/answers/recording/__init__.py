"""What a recording answers: receipts, what follows from them and what they change; not the recording itself."""
