"""THE OFFICE: what the one-stop-shop counter does and keeps. No Qt, no HTTP, no hardware."""
