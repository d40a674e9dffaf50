locals {
  trust = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  }
}

resource "aws_iam_role" "cart" {
  name               = "shop-cart"
  assume_role_policy = jsonencode(local.trust)
}

resource "aws_iam_role_policy" "cart" {
  name = "cart"
  role = aws_iam_role.cart.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      Resource = "arn:aws:dynamodb:us-east-1:492000000148:table/carts"
    }]
  })
}

resource "aws_eks_pod_identity_association" "cart" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "cart"
  role_arn        = aws_iam_role.cart.arn
}
