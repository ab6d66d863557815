"""Services that search the news of many publishers: words and days ▶ addresses. One module a service."""
