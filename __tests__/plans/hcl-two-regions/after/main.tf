terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "europe"
  region = "eu-west-1"
}

data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

resource "aws_iam_role" "cart" {
  name               = "cart"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_iam_role_policy" "cart" {
  name = "cart"
  role = aws_iam_role.cart.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "dynamodb:GetItem", Resource = "arn:aws:dynamodb:us-east-1:492000000148:table/carts" }]
  })
}

module "america" {
  source   = "./modules/association"
  cluster  = "atlas-eks"
  role_arn = aws_iam_role.cart.arn
}

module "europe" {
  source    = "./modules/association"
  providers = { aws = aws.europe }
  cluster   = "bora-eks"
  role_arn  = aws_iam_role.cart.arn
}
