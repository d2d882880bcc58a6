"""Parts that no training needs: read them last."""
