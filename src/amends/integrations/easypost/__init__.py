"""Labels and tracking of many carriers by way of EasyPost, through its own SDK."""
